using Xunit;

namespace GpuFormer.Tests.Cli;

public sealed class DoctorCommandTests
{
    [Fact]
    public void Every_area_is_told_and_every_refusal_has_a_reason()
    {
        var rows = CommandLineRun.Of("doctor", "--json").Json.EnumerateArray()
            .Select(row => (Area: Text(row, "area"), Name: Text(row, "name"), Kind: Text(row, "kind"),
                Found: Text(row, "text")))
            .ToList();
        Assert.Superset(
            new HashSet<string> { "runtime", "processor", "memory", "devices", "cache" },
            rows.Select(row => row.Area).ToHashSet());
        Assert.All(rows, row => Assert.Contains(row.Kind, new[] { "", "ok", "no" }));
        Assert.All(rows.Where(row => row.Kind == "no"), row => Assert.NotEmpty(row.Found));
        Assert.Contains(rows, row => row is { Area: "devices", Name: "cpu", Kind: "ok" });
        Assert.All(DeviceSelector.List(), listing =>
            Assert.Contains(rows, row => row.Area == "devices" && row.Name == listing.Name));
    }

    [Fact]
    public void Texts_are_a_table()
    {
        var run = CommandLineRun.Of("doctor");
        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("area", run.Output);
        Assert.Contains(System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription, run.Output);
    }

    private static string Text(System.Text.Json.JsonElement row, string key) => row.GetProperty(key).GetString()!;
}
