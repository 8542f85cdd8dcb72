/** Descriptions of jobs that suit a resume, written by a generator or given. */
@NullMarked
package io.rolestream.matching.writing;

import org.jspecify.annotations.NullMarked;
