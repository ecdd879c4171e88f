package io.mkube.routeros.rest;

import java.util.Map;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;
import retrofit2.http.QueryMap;

/**
 * The two shapes of request that are sent. PUT, PATCH and DELETE would do the same as the commands
 * {@code add}, {@code set} and {@code remove}, but only for some menus.
 */
interface RestApi {
  /** Rows of a menu. The list of properties keeps its commas, as in the manual. */
  @GET("{menu}")
  Call<ResponseBody> print(
      @Path(value = "menu", encoded = true) String menu,
      @Query(value = ".proplist", encoded = true) String properties,
      @QueryMap Map<String, String> equal);

  /** A console command. */
  @POST("{menu}/{command}")
  Call<ResponseBody> run(
      @Path(value = "menu", encoded = true) String menu,
      @Path("command") String command,
      @Body RequestBody arguments);
}
