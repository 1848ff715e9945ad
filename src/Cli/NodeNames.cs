using GpuFormer.Graph.Execution;

namespace GpuFormer.Cli;

/// <summary>Names of nodes and kernels as a terminal has room for them.</summary>
internal static class NodeNames
{
    // Passes join the names of nodes that one launch computes.
    private const string Joint = " | ";

    /// <summary>
    /// The block that a node stands in: the first part of its name and the numbers behind it, <c>features.3</c> of
    /// <c>features.3.conv1.0</c> and <c>stages.2.1</c> of <c>stages.2.1.norm</c>.
    /// </summary>
    public static string BlockOf(string name)
    {
        var parts = name.Split(Joint)[0].Split('.');
        var numbers = parts.Skip(1).TakeWhile(part => part.All(char.IsAsciiDigit)).Count();
        return string.Join('.', parts.Take(1 + numbers));
    }

    /// <summary>The name of a node within its block; that of one that is a block by itself is whole.</summary>
    public static string WithinBlock(string name)
    {
        var prefix = BlockOf(name) + ".";
        var parts = name.Split(Joint).Select(part =>
            part.StartsWith(prefix, StringComparison.Ordinal) ? part[prefix.Length..] : part).ToArray();
        // Of names that begin alike, the first says how.
        var parent = parts[0][..(parts[0].LastIndexOf('.') + 1)];
        return string.Join(Joint, parts.Select((part, i) =>
            i > 0 && part.StartsWith(parent, StringComparison.Ordinal) ? part[parent.Length..] : part));
    }

    /// <summary>The name of a launch's kernel without its specialisation: <c>Pointwise.Forward</c>.</summary>
    public static string KernelOf(TraceRow launch)
    {
        var name = launch.Kernel.Name;
        var end = name.AsSpan().IndexOfAny('<', '(');
        return end < 0 ? name : name[..end];
    }
}
