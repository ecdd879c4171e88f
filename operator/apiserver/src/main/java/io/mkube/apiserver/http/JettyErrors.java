package io.mkube.apiserver.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what never reaches the handler, such as a malformed request line, as a Status. */
final class JettyErrors implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int code = response.getStatus();
    String body =
        """
        {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
        "message":"%s"%s,"code":%d}
        """
            .formatted(HttpStatus.getMessage(code), reason(code), code);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache, private");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
    return true;
  }

  /** The field with the reason, of those that Kubernetes knows. */
  private static String reason(int code) {
    String reason = word(code);
    return reason.isEmpty() ? "" : ",\"reason\":\"" + reason + "\"";
  }

  private static String word(int code) {
    return switch (code) {
      case HttpStatus.BAD_REQUEST_400 -> "BadRequest";
      case HttpStatus.METHOD_NOT_ALLOWED_405 -> "MethodNotAllowed";
      case HttpStatus.PAYLOAD_TOO_LARGE_413,
          HttpStatus.URI_TOO_LONG_414,
          HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
          "RequestEntityTooLarge";
      case HttpStatus.INTERNAL_SERVER_ERROR_500 -> "InternalError";
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> "ServiceUnavailable";
      default -> "";
    };
  }
}
