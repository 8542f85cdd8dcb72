/** Judges descriptions of jobs against the resumes that they were written for. */
@NullMarked
package io.rolestream.matching.judge;

import org.jspecify.annotations.NullMarked;
