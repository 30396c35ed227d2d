import { PageTurner, type PageTurnerProps } from '../../../../admin/parts/page-turner';
import { useWords } from '../words';

/** Walks through a list. */
export function PreviousNext(props: Omit<PageTurnerProps, 'labels'>) {
  const words = useWords();
  return (
    <PageTurner labels={{ back: words('button.previous'), on: words('button.next') }} {...props} />
  );
}
