/** Tests of profiles and masking. */
@NullMarked
package io.rolestream.matching.profile;

import org.jspecify.annotations.NullMarked;
