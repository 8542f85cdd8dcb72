/** Reading the records that applications produce: decoding, checks that all topics share, and dead letters. */
@NullMarked
package io.rolestream.schemas.reading;

import org.jspecify.annotations.NullMarked;
