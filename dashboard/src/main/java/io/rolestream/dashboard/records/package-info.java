/** Single records, read again from their topics when someone asks for what they hold. */
@NullMarked
package io.rolestream.dashboard.records;

import org.jspecify.annotations.NullMarked;
