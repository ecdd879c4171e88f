/** An operator and its test, shown in docs/testing-operators.md. */
@NullUnmarked
package io.mkube.apiserver.junit.example;

import org.jspecify.annotations.NullUnmarked;
