/** Which model versions there are, by their announcements: following them, and announcing. */
@NullMarked
package io.rolestream.models.announcements;

import org.jspecify.annotations.NullMarked;
