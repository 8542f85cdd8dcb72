/** Reports on versions, and what people change about them: lists, descriptions, announcements by hand. */
@NullMarked
package io.rolestream.models.report;

import org.jspecify.annotations.NullMarked;
