package io.mkube.routeros.microdns;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;

/**
 * Zones and records of microdns. The versions 0.1 and 0.9 agree on them: the later one only adds
 * members, which are passed over.
 */
interface MicroDnsApi {
  @GET("zones")
  Call<List<ZoneBody>> zones(@Query("limit") int limit, @Query("offset") int offset);

  @POST("zones")
  Call<ZoneBody> addZone(@Body NewZone zone);

  @DELETE("zones/{zone}")
  Call<ResponseBody> removeZone(@Path("zone") String zoneId);

  @GET("zones/{zone}/records")
  Call<List<RecordBody>> records(
      @Path("zone") String zoneId, @Query("limit") int limit, @Query("offset") int offset);

  @POST("zones/{zone}/records")
  Call<RecordBody> addRecord(@Path("zone") String zoneId, @Body NewRecord record);

  @DELETE("zones/{zone}/records/{record}")
  Call<ResponseBody> removeRecord(@Path("zone") String zoneId, @Path("record") String recordId);

  /** What both kinds of rows have. */
  sealed interface Identified {
    @Nullable String id();

    @Nullable String name();
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record ZoneBody(@Nullable String id, @Nullable String name) implements Identified {}

  record NewZone(String name) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record RecordBody(
      @Nullable String id,
      @Nullable String name,
      int ttl,
      @Nullable Boolean enabled,
      @Nullable JsonNode data)
      implements Identified {}

  record NewRecord(String name, int ttl, JsonNode data) {}
}
