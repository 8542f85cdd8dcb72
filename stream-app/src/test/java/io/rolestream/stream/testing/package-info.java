/** What several suites of this module share: votes and resumes to test with. */
@NullMarked
package io.rolestream.stream.testing;

import org.jspecify.annotations.NullMarked;
