/** The files that say how a checkpoint labels. */
@NullMarked
package io.rolestream.labellers.settings;

import org.jspecify.annotations.NullMarked;
