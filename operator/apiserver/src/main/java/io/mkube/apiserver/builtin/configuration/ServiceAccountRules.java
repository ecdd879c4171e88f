package io.mkube.apiserver.builtin.configuration;

import io.mkube.apiserver.rules.KindRules;

/** Service accounts. */
final class ServiceAccountRules implements KindRules {
  @Override
  public boolean allowsUnconditionalUpdate() {
    return false;
  }

  @Override
  public boolean showsRemoved() {
    return true;
  }
}
