/** Waits for the labels of resumes that were sent. */
@NullMarked
package io.rolestream.stream.waiting;

import org.jspecify.annotations.NullMarked;
