using GpuFormer.Kernels.Specialisation;

namespace GpuFormer.Kernels.Compiler.IR;

/// <summary>
/// One specialisation of a kernel on its way through the compiler. Two forms, both checked by
/// <c>IRValidator</c>:
/// <list type="bullet">
/// <item><b>Front-end form</b>: variables, local arrays, blocks, and jumps to any enclosing statement.</item>
/// <item><b>Canonical form</b>, after the common passes: no variables, local arrays, blocks or returns. An If either
/// yields on both sides, or leaves on both sides: each arm ends with a Break, a Continue or again such an If, the If
/// has no results, is the last statement of its region, and that region ends with Unreachable. A Break or Continue
/// names the innermost loop, so it stands at the end of that loop's body or below Ifs that leave on both sides.
/// Results of a loop come from its Breaks alone.</item>
/// </list>
/// </summary>
internal sealed class KernelFunction(string name, GroupShape group, ValueFactory values)
{
    /// <summary>The kernel's name with its specialisation, for readers.</summary>
    public string Name { get; } = name;

    /// <summary>The name as an identifier of languages with functions; not too long for drivers that name files by
    /// it.</summary>
    public string EntryPoint { get; } =
        "gf_" + string.Concat(name.Take(190).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    public GroupShape Group { get; } = group;

    /// <summary>Makes every pure value of this function.</summary>
    public ValueFactory Values { get; } = values;

    /// <summary>
    /// <see cref="ViewParameter"/>s and <see cref="ScalarParameter"/>s in the order in which a launch passes them: the
    /// C# parameters without compile-time constants, structs replaced by their fields.
    /// </summary>
    public List<object> Parameters { get; } = [];

    public List<SharedArray> SharedArrays { get; } = [];

    public List<LocalArray> LocalArrays { get; } = [];

    public List<Variable> Variables { get; } = [];

    public Region Body { get; set; } = new();
}
