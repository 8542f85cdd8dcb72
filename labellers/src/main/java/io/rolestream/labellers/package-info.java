/** Labellers: each says which role a text is, all behind one interface. */
@NullMarked
package io.rolestream.labellers;

import org.jspecify.annotations.NullMarked;
