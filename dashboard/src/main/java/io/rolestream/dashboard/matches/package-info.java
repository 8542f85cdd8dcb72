/** The live state of recommendations: jobs, lists, and what people did with them. */
@NullMarked
package io.rolestream.dashboard.matches;

import org.jspecify.annotations.NullMarked;
