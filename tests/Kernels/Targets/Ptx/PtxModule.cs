using System.Globalization;

namespace GpuFormer.Tests.Kernels.Targets.Ptx;

/// <summary>One instruction: a guard, an opcode and its operands, as text.</summary>
internal sealed record PtxInstruction(int Line, string Guard, bool GuardIsNegated, string Opcode, string[] Operands)
{
    public override string ToString() => $"line {Line}: {Opcode} {string.Join(", ", Operands)}";
}

/// <summary>The parts of a PTX module of one kernel, read from its text.</summary>
internal sealed class PtxModule
{
    public List<(string Type, string Name)> Parameters { get; } = [];

    public Dictionary<string, int> Labels { get; } = [];

    public List<PtxInstruction> Instructions { get; } = [];

    /// <summary>Registers by prefix, with how many of them were declared.</summary>
    public Dictionary<string, int> Registers { get; } = [];

    /// <summary>Whether there is dynamic shared memory, called <c>shared</c>.</summary>
    public bool HasShared { get; private set; }

    /// <summary>The block that every launch must have, or the largest it may.</summary>
    public (int X, int Y, int Z) Block { get; private set; }

    public bool IsBlockExact { get; private set; }

    public static PtxModule Parse(string text)
    {
        var module = new PtxModule();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
            module.ReadLine(i + 1, lines[i].Split("//")[0].Trim());
        return module;
    }

    private void ReadLine(int number, string line)
    {
        if (line.Length == 0 || line is "{" or "}" or ")")
            return;
        var words = line.TrimEnd(',', ';', ')').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words[0])
        {
            case ".version" or ".target" or ".address_size" or ".visible" or ".minnctapersm":
                break;
            case ".param":
                Parameters.Add((words[1], words[2]));
                break;
            case ".reqntid" or ".maxntid":
                var sides = line[".reqntid".Length..].Split(',').Select(Integer).ToArray();
                Block = (sides[0], sides[1], sides[2]);
                IsBlockExact = words[0] == ".reqntid";
                break;
            case ".reg":
                var open = words[2].IndexOf('<', StringComparison.Ordinal);
                Registers.Add(words[2][..open], Integer(words[2][(open + 1)..^1]));
                break;
            case ".extern":
                HasShared = line == ".extern .shared .align 16 .b8 shared[];"
                    ? true : throw new FormatException($"line {number}: '{line}' is not understood");
                break;
            default:
                ReadCode(number, line);
                break;
        }
    }

    private void ReadCode(int number, string line)
    {
        if (line[^1] == ':')
        {
            Labels.Add(line[..^1], Instructions.Count);
            return;
        }

        if (line[^1] != ';')
            throw new FormatException($"line {number}: '{line}' has no semicolon");
        line = line[..^1];
        var (guard, isNegated) = ("", false);
        if (line[0] == '@')
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            isNegated = line[1] == '!';
            guard = line[(isNegated ? 2 : 1)..space];
            line = line[(space + 1)..];
        }

        var end = line.IndexOf(' ', StringComparison.Ordinal);
        var opcode = end < 0 ? line : line[..end];
        // Of two halves, or into two: other instructions of that name.
        if (opcode == "mov.b32" && line.Contains('{', StringComparison.Ordinal))
            opcode = line[end + 1] == '{' ? "mov.b32 {,}," : "mov.b32 ,{,}";
        var operands = end < 0 ? [] : line[(end + 1)..].Replace("{", "", StringComparison.Ordinal)
            .Replace("}", "", StringComparison.Ordinal).Split(", ");
        Instructions.Add(new(number, guard, isNegated, opcode, operands));
    }

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
