package io.mkube.apiserver.request;

import io.mkube.apiserver.error.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the next page of a list begins; opaque to clients.
 *
 * @param revision revision of the list, {@link #ANY_REVISION} to continue with the present state
 * @param namespace namespace of the last object of the page before
 * @param name name of that object
 */
public record ContinueToken(long revision, String namespace, String name) {
  /** The list goes on although its revision is no longer held. */
  public static final long ANY_REVISION = -1;

  /**
   * Reads a token that this server wrote.
   *
   * @throws ApiException with 400 if it is not one
   */
  public static ContinueToken parse(String token) {
    int bad = firstBadByte(token);
    if (bad >= 0) {
      throw ApiException.badRequest(
          "invalid continue token: continue key is not valid: illegal base64 data at input byte "
              + bad);
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      String[] parts = text.split("/", -1);
      if (parts.length != 4 || !parts[0].equals("v1")) {
        throw ApiException.badRequest(
            "invalid continue token: continue key is not valid: unknown form");
      }
      return new ContinueToken(GoNumber.parseSigned(parts[1]), parts[2], parts[3]);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(
          "invalid continue token: continue key is not valid: " + e.getMessage());
    }
  }

  /** Where Go's decoder stops; -1 if it does not. */
  private static int firstBadByte(String token) {
    for (int i = 0; i < token.length(); i++) {
      char c = token.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
        return i;
      }
    }
    return token.length() % 4 == 1 ? token.length() - 1 : -1;
  }

  /** The form that clients send back. */
  public String encode() {
    String text = "v1/" + revision + "/" + namespace + "/" + name;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
