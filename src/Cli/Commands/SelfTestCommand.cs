using System.CommandLine;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using GpuFormer.Cli.Output;
using GpuFormer.Graph;
using GpuFormer.Kernels.Launch;
using GpuFormer.SelfTest;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer selftest</c>: proves that a device computes right, op by op.</summary>
internal static class SelfTestCommand
{
    private static readonly Column<OpVerdict>[] Outcome =
    [
        new("op", "op", row => row.Use.Op.Name, IsNumber: false),
        new("shapes", "shapes", row => string.Join(' ', row.Use.Inputs), IsNumber: false)
        {
            Terminal = new() { Text = row => string.Join(' ', row.Use.Inputs.Select(shape => string.Join('x', shape))) },
        },
        new("kernel", null, row => row.Kernel),
        new("where", null, row => row.Use.Where),
    ];

    private static readonly Column<OpVerdict>[] Result =
    [
        new("outcome", "outcome", row => Word(row.Outcome), IsNumber: false) { Terminal = new() { IsShared = true } },
        new("reason", "reason", row => row.Reason, IsNumber: false)
        {
            Terminal = new() { LeavesOut = 1, Wraps = true },
        },
    ];

    private static readonly Column<OpVerdict>[] TestColumns =
    [
        .. Outcome,
        new("nmse", "NMSE", row => row.Error,
            row => double.IsFinite(row.Error) ? row.Error.ToString("0.0e+0", CultureInfo.InvariantCulture) : "-"),
        .. Result,
    ];

    private static readonly Column<OpVerdict>[] PerfColumns =
    [
        .. Outcome,
        new("microseconds", "us", row => row.Seconds * 1e6, row => Number(row.Seconds * 1e6)),
        new("gbps", "GB/s", row => row.GigabytesPerSecond, row => Number(row.GigabytesPerSecond)),
        new("gflops", "GFLOP/s", row => row.GigaflopsPerSecond, row => Number(row.GigaflopsPerSecond)),
        .. Result,
    ];

    private static readonly Column<OpVerdict>[] SupportColumns =
    [
        .. Outcome,
        new("specialisation", "kernel", row => row.Kernel, IsNumber: false),
        .. Result,
    ];

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var network = new NetworkOptions();
        var op = new Option<string?>("--op")
        {
            Description = "Only ops of this name, such as Pointwise.",
            HelpName = "NAME",
        };
        var mode = new Option<string>("--mode")
        {
            Description = "test compares with another device, perf measures, support only compiles.",
            DefaultValueFactory = _ => "test",
        };
        mode.AcceptOnlyFromAmong("test", "perf", "support");
        var beside = new Option<string?>("--beside")
        {
            Description = "With --mode perf: times each op on this device too, such as ilgpu:cuda beside cuda.",
            HelpName = "DEVICE",
        };
        var command = new Command("selftest", "Prove that a device computes right, op by op.")
        {
            network.DeviceString, network.Threads, network.Precision, op, mode, beside,
        };
        command.SetAction(result =>
        {
            var output = open(result);
            var (chosen, other) = (result.GetValue(mode)!, result.GetValue(beside));
            if (other is not null && chosen != "perf")
                throw new UsageException("--beside compares times: add --mode perf.");
            using var device = network.OpenDevice(result, output);
            using var second = other is null ? null : DeviceSelector.Open(other);
            return Run(output, device, second, network.PrecisionOf(result), result.GetValue(op), chosen);
        });
        return command;
    }

    private static int Run(
        CommandOutput output, Device device, Device? beside, Precision precision, string? op, string mode)
    {
        var all = DeviceSelfTest.Uses(device, timed: mode == "perf", precision);
        var uses = op is null ? all : [.. all.Where(use => use.IsNamed(op))];
        if (uses.Count == 0)
        {
            var known = all.Select(use => use.Op.GetType().Name).Distinct().Order(StringComparer.Ordinal);
            throw new UsageException($"No op is called '{op}'. Ops are: {string.Join(", ", known)}.");
        }

        output.Progress(
            $"{uses.Count} ops in {NetworkOptions.NameOf(precision)} on {device.Name}: {device.Description}");
        var (verdicts, columns) = mode switch
        {
            "perf" => (DeviceSelfTest.Time(device, uses, output.Cancellation), PerfColumns),
            "support" => (DeviceSelfTest.Compile(device, uses, output.Cancellation), SupportColumns),
            _ => (DeviceSelfTest.Test(device, uses, output.Cancellation), TestColumns),
        };
        var rows = new List<OpVerdict>();
        var others = new Dictionary<OpUse, OpVerdict>();
        OperationCanceledException? interrupted = null;
        try
        {
            ProgressBar.Show(output, $"{uses.Count} ops", uses.Count, advance =>
            {
                // In turns, so that both meet the same disturbances.
                using var timed = beside is null
                    ? null
                    : DeviceSelfTest.Time(beside, uses, output.Cancellation).GetEnumerator();
                foreach (var own in verdicts)
                {
                    if (timed?.MoveNext() == true)
                        others[own.Use] = timed.Current;
                    rows.Add(own);
                    advance();
                }
            });
        }
        catch (OperationCanceledException exception)
        {
            interrupted = exception;
        }

        if (beside is not null)
            columns = [.. columns, .. ColumnsBeside(beside.Name, others)];
        if (rows.Count > 0 || interrupted is null)
            Write(output, device, precision, mode, columns, rows);
        if (interrupted is not null)
            ExceptionDispatchInfo.Throw(interrupted);
        return rows.All(row => row.Outcome == OpOutcome.Passed) ? ExitCode.Success : ExitCode.RunError;
    }

    private static void Write(
        CommandOutput output, Device device, Precision precision, string mode, Column<OpVerdict>[] columns,
        List<OpVerdict> rows)
    {
        var passed = rows.Count(row => row.Outcome == OpOutcome.Passed);
        if (output.Json)
        {
            output.WriteJson(new JsonObject
            {
                ["device"] = device.Name,
                ["description"] = device.Description,
                ["mode"] = mode,
                ["precision"] = NetworkOptions.NameOf(precision),
                ["passed"] = passed,
                ["total"] = rows.Count,
                ["families"] = ResultTable.ToJson(OpFamily.Columns, OpFamily.Of(rows)),
                ["ops"] = ResultTable.ToJson(columns, rows),
            });
        }
        else
        {
            // In a test the reader wants what went wrong; whoever measures wants all.
            var shown = mode == "test" ? [.. rows.Where(row => row.Outcome != OpOutcome.Passed)] : rows;
            if (shown.Count > 0)
                ResultTable.Write(output, columns, shown);
            if (mode == "test" && rows.Count > 0)
                ResultTable.Write(output, OpFamily.Columns, OpFamily.Of(rows));
            if (mode == "test" && rows.Any(row => double.IsFinite(row.Error)))
            {
                foreach (var group in rows.Where(row => double.IsFinite(row.Error)).GroupBy(row => row.Use.IsRounded))
                {
                    var worst = group.MaxBy(row => row.Error)!;
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                        $"largest normalised mean square error{(group.Key ? " of ops with halves" : "")} "
                        + $"{worst.Error:0.0e+0} ({worst.Use.Op.Name}), allowed "
                        + $"{(group.Key ? DeviceSelfTest.LargestHalfError : DeviceSelfTest.LargestError):0.0e+0}"));
                }
            }

            output.WriteLine($"{passed} of {rows.Count} ops on this device ({device.Name})");
        }
    }

    private static Column<OpVerdict>[] ColumnsBeside(string device, Dictionary<OpUse, OpVerdict> others) =>
    [
        new("beside_microseconds", $"{device} us", row => others[row.Use].Seconds * 1e6,
            row => Number(others[row.Use].Seconds * 1e6)),
        new("ratio", "ratio", row => row.Seconds / others[row.Use].Seconds,
            row => Number(row.Seconds / others[row.Use].Seconds)),
        new("beside_reason", null, row => others[row.Use].Reason),
    ];

    private static string Word(OpOutcome outcome) => outcome switch
    {
        OpOutcome.Passed => "passed",
        OpOutcome.Wrong => "wrong",
        OpOutcome.Overrun => "overrun",
        OpOutcome.Failed => "failed",
    };

    private static string Number(double value) => double.IsFinite(value) ? Quantities.Number(value) : "-";
}
