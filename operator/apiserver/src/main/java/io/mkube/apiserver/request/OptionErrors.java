package io.mkube.apiserver.request;

import io.mkube.apiserver.error.ApiException;
import io.mkube.apiserver.error.Failure;
import io.mkube.apiserver.error.FieldError;
import java.util.List;

/** 422 answers about options in a URL. */
final class OptionErrors {
  private OptionErrors() {}

  static ApiException invalid(String optionsKind, FieldError error) {
    return invalid(optionsKind, List.of(error));
  }

  static ApiException invalid(String optionsKind, List<FieldError> errors) {
    return new ApiException(new Failure.Invalid("meta.k8s.io", optionsKind, "", errors));
  }
}
