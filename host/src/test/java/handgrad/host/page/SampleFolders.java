package handgrad.host.page;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Folders as commands write them, with few, known figures. */
final class SampleFolders {
    /** A name that breaks the page wherever it is not escaped. */
    static final String NASTY = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;<!--";

    private SampleFolders() {}

    /** A classifier's run: three epochs of two steps, two classes, one mistake. */
    static Path run(Path folder, String model) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), """
                {"commandLine": ["train", "%1$s", "--seed", "3"], "model": "%1$s", "task": "classification", \
                "parameters": 7850,
                 "seed": 3, "rng": "handgrad", "epochs": 3, "batch": 50, "learningRate": 0.1, "dataset": "%1$s",
                 "trainSamples": 100, "testSamples": 20, "device": "cpu", "deviceName": "%1$s", "threads": 2,
                 "environment": {"handgrad": "0.1.0", "commit": "0123456789ab", "java": "Java 25", "system": "Linux"}}
                """.formatted(escaped(model)));
        Files.writeString(folder.resolve("result.json"), """
                {"model": "%1$s", "trainSeconds": 1.5, "testSeconds": 0.01, "testLoss": 0.25, "testAccuracy": 0.95,
                 "trainLoss": 0.2, "trainAccuracy": 0.97, "findings": ["%1$s"]}
                """.formatted(escaped(model)));
        Files.writeString(folder.resolve("metrics.csv"), """
                epoch,seconds,running_loss,running_accuracy,test_loss,test_accuracy
                1,0.5,2.25,0.25,1.125,0.5
                2,0.5,1.5,0.5,0.75,0.75
                3,0.5,0.5,0.75,0.25,0.95
                """);
        Files.writeString(
                folder.resolve("steps.csv"), "step,epoch,loss\n1,1,2.5\n2,1,2\n3,2,NaN\n4,2,1.5\n5,3,0.5\n6,3,0.5\n");
        Files.writeString(folder.resolve("confusion.csv"), "true_class,4,9\n4,9,1\n9,0,10\n");
        Files.writeString(
                folder.resolve("misclassified.csv"),
                "test_sample,label,prediction,probability,x,y,width,height\n17,4,9,0.75,0,0,4,4\n");
        ImageIO.write(
                new BufferedImage(40, 4, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                folder.resolve("misclassified.png").toFile());
        return folder;
    }

    /** A run with the harmful name in every field, also in a chart's figures. */
    static Path nastyRun(Path folder) throws IOException {
        run(folder, NASTY);
        Files.writeString(folder.resolve("fit.csv"), "x,\"" + NASTY.replace("\"", "\"\"") + "\"\n0,1\n1,2\n");
        return folder;
    }

    /** A comparison of two devices. */
    static Path comparison(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("compare.json"), """
                {"kind": "comparison", "version": 1, "environment": {"processor": "P", "load": null},
                 "command": "handgrad compare m --device cpu --device java", "answer": "cpu is 20 times as fast as \
                java.",
                 "model": "m", "title": "M", "parameters": 10, "dataset": "d", "trainSamples": 1, "testSamples": 1, \
                "seed": 0,
                 "devices": [
                  {"device": "cpu", "deviceName": "A", "startUpSeconds": 0.1, "firstStepSeconds": 0.01,
                   "steadyStep": {"median": 0.001, "p10": 0.0009, "p90": 0.0012}, "trainSeconds": 0.6,
                   "epochs": [{"epoch": 1, "seconds": 0.6, "testLoss": 0.5}], "samplesPerSecond": 100000,
                   "setUpBytes": {"toDevice": 1048576, "fromDevice": 0}, "deviceMemoryBytes": null},
                  {"device": "java", "deviceName": "B", "startUpSeconds": 0.2, "firstStepSeconds": 0.03, "steadyStep": \
                null,
                   "trainSeconds": 12, "epochs": [{"epoch": 1, "seconds": 12, "testLoss": 0.5}], "samplesPerSecond": \
                5000}],
                 "agreement": {"reference": "java", "toleranceReason": "rounding", "agrees": true, "points": [
                  {"point": "step 1", "step": 1, "device": "cpu", "lossDifference": 0, "parameterDifference": 1e-8,
                   "parameter": "w", "tolerance": 1e-6, "agrees": true}]},
                 "batchSweep": {"series": [{"device": "cpu", "points": [{"batch": 1, "samplesPerSecond": 10},
                  {"batch": 64, "samplesPerSecond": 1000}]}], "crossovers": [{"faster": "cpu", "slower": "java", \
                "fromBatch": 4}]}}
                """);
        return folder;
    }

    /** Ops on one device. */
    static Path ops(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("bench-ops.json"), """
                {"kind": "bench-ops", "environment": {}, "command": "handgrad bench --ops", "devices": [
                 {"device": "cpu", "deviceName": "A", "threads": 2, "peaks": {"flopsPerSecond": 1e11, "bandwidth": [
                   {"bytes": 16384, "bytesPerSecond": 5e10}, {"bytes": 1e8, "bytesPerSecond": 1e10}]},
                  "models": [{"model": "m", "batch": 100, "stepSeconds": 0.002, "ops": [
                   {"op": "Conv2dForward c1", "seconds": 0.001, "share": 0.5, "flops": 1e7, "bytes": 1e6,
                    "flopsPerSecond": 1e10, "bytesPerSecond": 1e9, "intensity": 10, "flopsFraction": 0.1, \
                "bandwidthFraction": 0.1},
                   {"op": "Copy", "seconds": 0.001, "share": 0.5, "flops": 0, "bytes": 1e6,
                    "flopsPerSecond": 0, "bytesPerSecond": 1e9, "intensity": 0, "flopsFraction": 0, \
                "bandwidthFraction": 0.1}]}]}],
                 "failures": [{"device": "opencl", "model": "m", "reason": "no driver"}]}
                """);
        return folder;
    }

    /** A sweep of two settings, one with a trial that failed. */
    static Path sweep(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("summary.json"), """
                {"model": "m", "fixed": ["--epochs", "2"], "bestBy": "test-accuracy", "finished": 3, "failed": 1, \
                "open": 0,
                 "settings": [
                  {"values": {"lr": "0.1", "batch": "20"}, "n": 2, "failed": 0, "testAccuracy": {"mean": 0.9, "std": \
                0.01},
                   "testLoss": {"mean": 0.3, "std": 0.02}, "trainSeconds": {"mean": 1.5, "std": 0}},
                  {"values": {"lr": "1", "batch": "20"}, "n": 1, "failed": 1, "testAccuracy": {"mean": 0.8, "std": \
                0.05},
                   "testLoss": {"mean": 0.5, "std": 0}, "trainSeconds": {"mean": 1.5, "std": 0}}],
                 "best": {"trial": "lr=0.1", "values": {"lr": "0.1", "batch": "20", "seed": "1"}, "command": "handgrad \
                train m --lr 0.1"},
                 "trials": [{"name": "lr=1,seed=0", "values": {}, "state": "failed", "reason": "the loss became NaN", \
                "figures": null}]}
                """);
        return folder;
    }

    /** A profile of a step. */
    static Path profile(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("profile.json"), """
                {"kind": "profile", "environment": {"load": 0.5}, "command": "handgrad profile m", "model": "m", \
                "device": "cpu",
                 "deviceName": "A", "batch": 100, "plainStepSeconds": 0.002, "stepSeconds": 0.0021,
                 "rows": [{"name": "Copy", "ops": ["Copy"], "seconds": 0.0005, "share": 0.25, "flops": 0, "bytes": \
                2048},
                  {"name": "Conv2dForward c1", "ops": [], "seconds": 0.0015, "share": 0.75, "flops": 1000, "bytes": \
                null}]}
                """);
        return folder;
    }

    /** A benchmark of one model. */
    static Path bench(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("bench.json"), """
                {"kind": "bench", "environment": {}, "command": "handgrad bench", "runs": 3, "rows": [
                 {"model": "m", "device": "cpu", "measure": "training", "what": "10 epochs", "seconds": {"median": 2, \
                "least": 1.5,
                  "most": 3, "runs": [2, 1.5, 3]}, "secondsPerStep": 0.001, "samplesPerSecond": 1e5, "peakFraction": \
                0.25}],
                 "failures": []}
                """);
        return folder;
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
