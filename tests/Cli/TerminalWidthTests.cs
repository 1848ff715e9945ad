using System.Text.RegularExpressions;
using GpuFormer.Cli;
using GpuFormer.Cli.Output;
using GpuFormer.Models;
using Xunit;

namespace GpuFormer.Tests.Cli;

/// <summary>What people read on a terminal fits its lines, and names stay in one piece.</summary>
public sealed partial class TerminalWidthTests
{
    private static readonly int[] Widths = [80, 100];

    [Fact]
    public void Lists_of_models_devices_and_findings_fit_and_keep_every_name()
    {
        foreach (var width in Widths)
        {
            var text = Fits(width, "models");
            Assert.All(ModelCatalogue.Names, name => Assert.Contains($" {name} ", text));
            Assert.Contains(" ilgpu:cpu ", Fits(width, "devices"));
            Fits(width, "doctor");
        }
    }

    [Fact]
    public void Every_model_has_a_tree_and_a_graph_that_fit()
    {
        foreach (var name in ModelCatalogue.Names)
        {
            Assert.Contains("├─ ", Fits(100, "info", name, "--device", "cpu"));
            Fits(80, "info", name, "--device", "cpu", "--depth", "9");
            foreach (var width in Widths)
            {
                var text = Fits(width, "info", name, "--device", "cpu", "--graph");
                Assert.Contains("Left out at this width: ", text);
                // At 80 columns long names lose their middles, and the longer paths of detectors at 100 as well.
                Assert.True(width < 100 || !text.Contains('…')
                    || ModelCatalogue.FamilyOf(name).Task != ModelTask.Classification, name);
            }
        }
    }

    [Fact]
    public void Measurements_fit_and_say_above_the_table_what_all_rows_share()
    {
        string[] names = ["mobilenet_v3_large_125", "mobile_former_294m"];
        foreach (var width in Widths)
        {
            var text = Fits(width,
                ["benchmark", .. names, "--device", "cpu", "--img-size", "32", "--iterations", "1", "--detail"]);
            Assert.Contains("bench infer, device cpu, precision fp32, batch 1, pixels 32, threads ", text);
            Assert.All(names, name => Assert.Contains($" {name} ", text));
            Assert.Contains("features.3 ", text);
            Assert.DoesNotContain("Activated<", text);
        }
    }

    [Fact]
    public void The_self_test_fits_and_has_a_row_for_each_kind_of_op()
    {
        foreach (var width in Widths)
        {
            Assert.Contains(" LayerNorm ", Fits(width, "selftest", "--device", "cpu", "--op", "layernorm"));
            Fits(width, "selftest", "--device", "cpu", "--op", "softmax", "--mode", "perf");
        }
    }

    [Fact]
    public void A_column_that_does_not_fit_is_left_out_and_named_and_a_name_loses_its_middle()
    {
        Column<string>[] columns =
        [
            new("name", "name", row => row, IsNumber: false),
            new("length", "length", row => row.Length) { Terminal = new() { LeavesOut = 1 } },
        ];
        var text = Drawn(24, columns, ["a." + new string('x', 30) + ".z", "short"]);
        Assert.Contains("Left out at this width: length; --json has everything.", text);
        var line = text.Split('\n').Single(line => line.Contains('…'));
        Assert.StartsWith("a.", line.Trim());
        Assert.EndsWith(".z", line.Trim());
        Assert.Contains("34", Drawn(60, columns, ["a." + new string('x', 30) + ".z", "short"]));
    }

    [Fact]
    public void A_pipe_gets_all_columns_and_no_escape_codes()
    {
        var run = CommandLineRun.Of("info", "mobilevit_s", "--device", "cpu", "--graph");
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.Contains("stages.4.1.transformer.2.mlp.fc2 ", run.Output);
        Assert.Contains("arena offset", run.Output);
    }

    private static string Drawn(int width, Column<string>[] columns, string[] rows)
    {
        using var text = new StringWriter();
        using var interruption = new Interruption(() => { });
        ResultTable.Write(new CommandOutput(new ResultWriter(text), new NoteWriter(TextWriter.Null), json: false,
            interactive: true, Verbosity.Normal, interruption, width), columns, rows);
        return Escape().Replace(text.ToString(), "");
    }

    private static string Fits(int width, params string[] args)
    {
        var run = CommandLineRun.OnTerminal(width, args);
        Assert.True(run.ExitCode == 0, run.Error);
        var text = Escape().Replace(run.Output, "");
        Assert.DoesNotContain("\\x1b", text);
        Assert.All(text.Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, $"{line.Length}: {line}"));
        return text;
    }

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Escape();
}
