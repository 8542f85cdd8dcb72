/** Descriptions of jobs from files, and what their judgement is written as. */
@NullMarked
package io.rolestream.files.judge;

import org.jspecify.annotations.NullMarked;
