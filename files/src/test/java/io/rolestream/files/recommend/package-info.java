/** Tests of recommendations for files. */
@NullMarked
package io.rolestream.files.recommend;

import org.jspecify.annotations.NullMarked;
