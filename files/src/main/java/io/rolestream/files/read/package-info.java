/**
 * Reads resumes from files and standard input, row by row, whatever format they come in. {@link
 * io.rolestream.cli.input.ResumeSource} is the way in.
 */
@NullMarked
package io.rolestream.files.read;

import org.jspecify.annotations.NullMarked;
