/** Labels jobs with roles, by the same rules and model as resumes. */
@NullMarked
package io.rolestream.stream.recommending.labels;

import org.jspecify.annotations.NullMarked;
