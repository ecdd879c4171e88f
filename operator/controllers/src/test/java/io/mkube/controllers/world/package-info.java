/** What tests of several features share: a router, a clock. */
@NullMarked
package io.mkube.controllers.world;

import org.jspecify.annotations.NullMarked;
