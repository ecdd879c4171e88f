/**
 * The real kubectl against a running server, a class of cases for each verb. Read {@link
 * io.mkube.conformance.kubectl.KubectlCases} first; {@link
 * io.mkube.conformance.kubectl.KubectlContract} lists the classes.
 */
@NullMarked
package io.mkube.conformance.kubectl;

import org.jspecify.annotations.NullMarked;
