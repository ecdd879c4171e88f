/**
 * What is checked and filled in before an object is stored. Read {@link
 * io.mkube.apiserver.admission.Admission} first.
 */
@NullMarked
package io.mkube.apiserver.admission;

import org.jspecify.annotations.NullMarked;
