/** Review in the browser: which resumes people are asked about, what they answered, and how far they agree. */
@NullMarked
package io.rolestream.dashboard.review;

import org.jspecify.annotations.NullMarked;
