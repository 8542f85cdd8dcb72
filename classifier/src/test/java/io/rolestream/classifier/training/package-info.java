@NullMarked
package io.rolestream.classifier.training;

import org.jspecify.annotations.NullMarked;
