namespace GpuFormer.Kernels.Compiler.IR;

/// <summary>Visits operators after their operands, without recursion: expressions may be thousands of operators deep.</summary>
internal static class ValueOrder
{
    /// <summary>
    /// Visits <paramref name="root"/> and what it is computed from, operands first, each operator that is not
    /// <paramref name="isKnown"/>; visiting must make it known. Leaves are not visited.
    /// </summary>
    public static void Visit(Value root, Func<Value, bool> isKnown, Action<Value> visit)
    {
        if (root.Operands.Length == 0 || isKnown(root))
            return;
        var pending = new Stack<Value>();
        pending.Push(root);
        while (pending.TryPeek(out var value))
        {
            if (isKnown(value))
            {
                pending.Pop();
                continue;
            }

            var ready = true;
            foreach (var operand in value.Operands)
            {
                if (operand.Operands.Length > 0 && !isKnown(operand))
                {
                    pending.Push(operand);
                    ready = false;
                }
            }

            if (ready)
            {
                pending.Pop();
                visit(value);
            }
        }
    }
}
