/** Small things about text for people: near names, quotes, counts. */
@NullMarked
package io.rolestream.common.text;

import org.jspecify.annotations.NullMarked;
