/** Recommendations for files: jobs for the resumes of a file, or resumes for its jobs, as JSON lines, CSV or a page. */
@NullMarked
package io.rolestream.files.recommend;

import org.jspecify.annotations.NullMarked;
