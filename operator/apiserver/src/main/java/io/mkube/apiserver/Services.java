package io.mkube.apiserver;

import io.mkube.apiserver.answer.AnswerWriter;
import io.mkube.apiserver.authn.Authenticator;
import io.mkube.apiserver.discovery.Discovery;
import io.mkube.apiserver.resource.ResourceRegistry;

/** What a request goes through, in the order in which it does. */
record Services(
    boolean insecureApi,
    Health health,
    Metrics metrics,
    Authenticator authenticator,
    Discovery discovery,
    ResourceRegistry registry,
    Verbs verbs,
    AnswerWriter answers) {}
