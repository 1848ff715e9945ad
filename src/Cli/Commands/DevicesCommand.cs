using System.CommandLine;
using GpuFormer.Cli.Output;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer devices</c>: what kernels can run on here, and why not on the rest.</summary>
internal static class DevicesCommand
{
    private static readonly Column<DeviceListing>[] Columns =
    [
        new("device", "device", row => row.Name, IsNumber: false),
        new("available", "available", row => row.Available, row => row.Available ? "yes" : "no", IsNumber: false),
        new("description", "description", row => row.Description, IsNumber: false),
        new("status", "status", row => row.Status, IsNumber: false),
    ];

    // Both texts in one column, where lines can be as long as the terminal allows.
    private static readonly Column<DeviceListing>[] TerminalColumns =
    [
        .. Columns[..2],
        new("description", "description and status",
            row => string.Join("; ", new[] { row.Description, row.Status }.Where(text => text.Length > 0)),
            IsNumber: false) { Terminal = new() { Wraps = true } },
    ];

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var command = new Command("devices", "List the devices that kernels can run on.");
        command.SetAction(result =>
        {
            var output = open(result);
            ResultTable.Write(
                output, output.Interactive && !output.Json ? TerminalColumns : Columns, DeviceSelector.List());
            return ExitCode.Success;
        });
        return command;
    }
}
