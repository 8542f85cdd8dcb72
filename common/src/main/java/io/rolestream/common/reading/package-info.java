/** What a service reads, and as which consumer group: checked when it starts, and watched while it runs. */
@NullMarked
package io.rolestream.common.reading;

import org.jspecify.annotations.NullMarked;
