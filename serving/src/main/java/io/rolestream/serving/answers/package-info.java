/** From the resumes of a request to labels and lists of jobs. */
@NullMarked
package io.rolestream.serving.answers;

import org.jspecify.annotations.NullMarked;
