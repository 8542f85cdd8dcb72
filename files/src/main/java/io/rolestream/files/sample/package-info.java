/**
 * Makes up realistic resumes with known roles, for the demo, tests and training. {@link
 * io.rolestream.cli.sample.ResumeGenerator} is the way in; the words come from the resources beside it, which are of our
 * own making.
 */
@NullMarked
package io.rolestream.files.sample;

import org.jspecify.annotations.NullMarked;
