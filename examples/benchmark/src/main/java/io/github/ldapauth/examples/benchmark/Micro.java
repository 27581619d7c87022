// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the benchmarks of what is in one process, by JMH. */
@Command(
    name = "micro",
    mixinStandardHelpOptions = true,
    description = "Runs the benchmarks of what is in one process, by JMH, with allocations.")
final class Micro implements Callable<Integer> {

  @Option(names = "--quick", description = "measure in this process, for a moment each")
  private boolean quick;

  @Parameters(
      arity = "0..1",
      paramLabel = "REGEX",
      description = "only benchmarks whose name matches, such as DnBenchmark")
  private String include = ".*";

  @Override
  public Integer call() throws Exception {
    // JMH starts JVMs with this class path, and inside Maven it is Maven's.
    System.setProperty("java.class.path", ClassPath.with(any -> true));
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(include)
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .addProfiler(GCProfiler.class)
            .forks(1)
            .warmupIterations(5)
            .measurementIterations(5)
            .warmupTime(TimeValue.seconds(1))
            .measurementTime(TimeValue.seconds(1))
            .shouldFailOnError(true);
    if (quick) {
      options
          .forks(0)
          .warmupIterations(0)
          .measurementIterations(1)
          .measurementTime(TimeValue.milliseconds(20));
    }
    new Runner(options.build()).run();
    return 0;
  }
}
