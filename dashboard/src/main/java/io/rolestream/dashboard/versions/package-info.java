/** Two versions of the model side by side. */
@NullMarked
package io.rolestream.dashboard.versions;

import org.jspecify.annotations.NullMarked;
