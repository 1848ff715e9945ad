using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace GpuFormer.Tests.Style;

/// <summary>Each promise of <c>docs/Promises.md</c> is shown by a test or a script that is there, or says that it is
/// not built.</summary>
public sealed partial class PromisesTests
{
    private const string Page = "docs/Promises.md";
    private const int Count = 27;

    private static readonly string[] Rows =
        [.. Repository.ReadLines(Page).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)];

    [Fact]
    public void Every_promise_has_its_row() => Assert.Equal(
        Enumerable.Range(1, Count).Select(number => $"{number}"), Rows.Select(row => row.Split('|')[1].Trim()));

    [Fact]
    public void Every_row_names_what_shows_it_or_says_that_it_is_not_built() => Assert.All(Rows, row =>
        Assert.True(Quoted().IsMatch(row) || row.Contains("not built", StringComparison.Ordinal), row));

    [Fact]
    public void What_is_named_is_there()
    {
        var tests = Assembly.GetExecutingAssembly().GetTypes()
            .SelectMany(type => type.GetMethods(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttributes<FactAttribute>().Any())
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}").ToHashSet(StringComparer.Ordinal);
        var absent = string.Join('\n', Repository.ReadLines(Page)) is var text
            ? Quoted().Matches(text).Select(match => match.Groups[1].Value)
                .Where(name => !tests.Contains(name) && !File.Exists(Path.Combine(Repository.Root, name)))
            : [];
        Assert.Empty(absent);
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
