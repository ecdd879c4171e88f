package io.mkube.apiserver;

import io.mkube.apiserver.access.Doorkeeper;
import io.mkube.apiserver.answer.AnswerWriter;
import io.mkube.apiserver.audit.AuditLog;
import io.mkube.apiserver.discovery.Discovery;
import io.mkube.apiserver.flow.FlowSchemas;
import io.mkube.apiserver.metrics.ServerMetrics;
import io.mkube.apiserver.overload.RunningRequests;
import io.mkube.apiserver.resource.ResourceRegistry;
import io.mkube.apiserver.serviceaccount.OpenIdDocuments;

/** What a request goes through, in the order in which it does. */
record Services(
    boolean insecureApi,
    Health health,
    ServerMetrics metrics,
    RunningRequests running,
    AuditLog audit,
    Doorkeeper doorkeeper,
    FlowSchemas flows,
    OpenIdDocuments openId,
    Discovery discovery,
    ResourceRegistry registry,
    Verbs verbs,
    AnswerWriter answers) {}
