/** Announcements of model versions: following them, and announcing. */
@NullMarked
package io.rolestream.models.announcements;

import org.jspecify.annotations.NullMarked;
