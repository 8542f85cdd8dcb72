/** What tests of web servers need. */
@NullMarked
package io.rolestream.http.testing;

import org.jspecify.annotations.NullMarked;
