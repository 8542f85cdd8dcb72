/** Texts and profiles as weighted terms, for the index. */
@NullMarked
package io.rolestream.matching.terms;

import org.jspecify.annotations.NullMarked;
