using System.CommandLine;
using GpuFormer.Cli.Output;
using GpuFormer.Diagnosis;

namespace GpuFormer.Cli.Commands;

/// <summary><c>gpuformer doctor</c>: what was found on this machine, what was refused and why.</summary>
internal static class DoctorCommand
{
    private static readonly Column<Finding>[] Columns =
    [
        new("area", "area", row => row.Area, IsNumber: false)
        {
            Terminal = new() { IsHidden = true },
        },
        new("name", "name", row => row.Name, IsNumber: false),
        new("kind", "", row => Word(row.Kind), IsNumber: false),
        new("text", "found", row => row.Text, IsNumber: false) { Terminal = new() { Wraps = true } },
    ];

    public static Command Create(Func<ParseResult, CommandOutput> open)
    {
        var command = new Command("doctor", "Tell what was found on this machine, what was refused and why.");
        command.SetAction(result =>
        {
            ResultTable.Write(open(result), Columns, MachineDiagnosis.Collect(), row => row.Area);
            return ExitCode.Success;
        });
        return command;
    }

    private static string Word(FindingKind kind) => kind switch
    {
        FindingKind.Fact => "",
        FindingKind.Usable => "ok",
        FindingKind.Refused => "no",
    };
}
