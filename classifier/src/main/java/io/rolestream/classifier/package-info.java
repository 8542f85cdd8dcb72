@NullMarked
package io.rolestream.classifier;

import org.jspecify.annotations.NullMarked;
