package io.mkube.routeros.http;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** Ends an answer that is longer than any honest one, before it fills the memory. */
final class BodyLimit implements Interceptor {
  private final long limit;

  BodyLimit(long limit) {
    this.limit = limit;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    return response.newBuilder().body(new Limited(response.body())).build();
  }

  private final class Limited extends ResponseBody {
    private final ResponseBody body;
    private final BufferedSource source;

    Limited(ResponseBody body) {
      this.body = body;
      this.source = Okio.buffer(new Counting(body.source()));
    }

    @Override
    public @Nullable MediaType contentType() {
      return body.contentType();
    }

    @Override
    public long contentLength() {
      return body.contentLength();
    }

    @Override
    public BufferedSource source() {
      return source;
    }
  }

  private final class Counting extends ForwardingSource {
    private long seen;

    Counting(BufferedSource source) {
      super(source);
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      long read = super.read(sink, byteCount);
      seen += Math.max(read, 0);
      if (seen > limit) {
        throw new IOException("the answer is longer than " + limit + " bytes");
      }
      return read;
    }
  }
}
