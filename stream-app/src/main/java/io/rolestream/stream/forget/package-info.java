/** Forgetting people: finds the records of resumes in all topics and partitions, and erases them. */
@NullMarked
package io.rolestream.stream.forget;

import org.jspecify.annotations.NullMarked;
